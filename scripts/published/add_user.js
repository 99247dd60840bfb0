bizzStream.addUser({
     'globalEmailAddress': 'johnsmith@bizzstream.com',
     'name': 'John Smith',
     'administrator': true,
     'active': true,
     'locale': 'en',
     'language': 'en',
     'menuName': 'menuOne',
     'menuId' : '2345',
     'memberGroupNames': ['planning', 'managers'],
     'memberGroupIds': ['12345', '6789']
})
